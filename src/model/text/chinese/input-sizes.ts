/** Where the input size of a Python model came from; goes on from `inferred: `. */
export const chineseInputSizes = {
  'the images of {0}': '{0} 的图像',
  'the call in line {0}': '第 {0} 行的调用',
  '{0} in line {1}': '第 {1} 行的 {0}',
  'what forward says in line {0}': '第 {0} 行 forward 中的说明',
  '{0} takes {1} spatial axes': '{0} 接受 {1} 个空间轴',
  '{0} takes {1} features': '{0} 接受 {1} 个特征',
  '{0} takes {1} channel': '{0} 接受 {1} 个通道',
  '{0} takes {1} channels': '{0} 接受 {1} 个通道',
  '{0} takes {1} value': '{0} 接受 {1} 个值',
  '{0} takes {1} values': '{0} 接受 {1} 个值',
  '{0} needs a size of {1}': '{0} 需要尺寸 {1}',
  '{0}, which sizes from {1} to {2} give': '{0}，{1} 到 {2} 的尺寸均可得到',
  'at {0} {1} does not fit': '尺寸为 {0} 时 {1} 不匹配',
};
