/** Why a rule of `convlens.layers` cannot be read: the end of a sentence. */
export const chineseRules = {
  'it has more than {0} characters': '它超过 {0} 个字符',
  'it is nested too deeply': '嵌套过深',
  'a size is missing at its end': '末尾缺少一个尺寸',
  'a size is missing before `{0}`': '`{0}` 之前缺少一个尺寸',
  '{0} is too large': '{0} 过大',
  '`sum` takes one size of all inputs: `sum(C)`': '`sum` 只接受各输入的一个尺寸：`sum(C)`',
  'it knows no `{0}`: sizes are {1}, `C2` of the second input, `d0` by place, and a field of the layer is `{stride}`':
    '没有 `{0}`：尺寸写作 {1}，第二个输入的写作 `C2`，按位置写作 `d0`，层的字段写作 `{stride}`',
  '`{0}` takes one value': '`{0}` 只接受一个值',
  '`{0}` is missing at its end': '末尾缺少 `{0}`',
  '`{0}` is missing before `{1}`': '`{1}` 之前缺少 `{0}`',
  'a sign such as `,` or `*` is missing before `{0}`': '`{0}` 之前缺少 `,` 或 `*` 之类的符号',
  '`{0}` means nothing in it': '其中的 `{0}` 没有意义',
  '`{0}` is no field: write `{stride}`, `{stride[0]}` or `{stride=1}`':
    '`{0}` 不是字段：请写 `{stride}`、`{stride[0]}` 或 `{stride=1}`',
  'it is neither a text nor an object with `output`': '它既不是文本，也不是带 `output` 的对象',
  'it has `{0}`, but only {1} count': '它含有 `{0}`，但只有 {1} 有效',
  '`output` is missing, a text such as "N, C, H/2, W/2"': '缺少 `output`，即 "N, C, H/2, W/2" 这样的文本',
  '`params` and `macs` are texts such as "C*{filters}"': '`params` 和 `macs` 应为 "C*{filters}" 这样的文本',
};
