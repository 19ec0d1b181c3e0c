/** Titles of changes that a format offers, and what a program's problems besides shapes are. */
export const chineseRewrites = {
  'Write {0}': '写作 {0}',
  'Assign it to {0}': '赋值给 {0}',
  'Return {0}': '返回 {0}',
  'Call it': '调用它',
  'Write parentheses': '改用圆括号',
  'Write square brackets': '改用方括号',
  'Remove the comma': '去掉逗号',
  'TypeError: {0}. A comma behind what it was set to makes it a tuple of one.':
    'TypeError: {0}。赋值末尾的逗号使它成为只有一个元素的元组。',
  'Write them as a list': '写成列表',
  'Set {0} to {1}': '把 {0} 设为 {1}',
  'Change to {0}': '改为 {0}',
  'Take {0} heads': '使用 {0} 个头',
  'Wrap it in int(…)': '用 int(…) 包住它',
  'Divide with //': '用 // 做除法',
  'Wrap it in {0}': '用 {0} 包住它',
  'Update the comment to {0}': '把注释更新为 {0}',
  'Call it with {0}': '用 {0} 调用它',
  'Pass {0} to it': '把 {0} 传给它',
  'Call it with {0} argument': '用 {0} 个参数调用它',
  'Call it with {0} arguments': '用 {0} 个参数调用它',
  '{0}, input features {1}': '{0}，输入特征数 {1}',
  '{0} before it': '在它前面加 {0}',
  'Flatten its input': '展平它的输入',
  'Flatten from dimension 1 on': '从第 1 维开始展平',
  'Dimension {0}': '第 {0} 维',
  'Resize {0} to the size of {1}': '把 {0} 缩放到 {1} 的尺寸',
  'Cut {0} to the size of {1}': '把 {0} 裁剪到 {1} 的尺寸',
  'Round up in {0}': '在 {0} 中向上取整',
  'Remove {0}': '删除 {0}',
  'Sizes {0}': '尺寸 {0}',
  'The comment says [{0}]; it is [{1}] now. Update the comment, or look at what changed.':
    '注释写的是 [{0}]，现在是 [{1}]。请更新注释，或查看有何变化。',
  '{0}.__init__ sets layers before it calls super().__init__(): PyTorch refuses that. Call it first.':
    '{0}.__init__ 在调用 super().__init__() 之前就设置了层：PyTorch 拒绝这样做。请先调用它。',
  '{0}.__init__ does not call super().__init__(): PyTorch refuses layers that are set before it. Call it first.':
    '{0}.__init__ 没有调用 super().__init__()：PyTorch 拒绝在此之前设置的层。请先调用它。',
  'self.{0} is built, and forward never uses it. Use it or remove it.':
    '创建了 self.{0}，但 forward 从不使用它。请使用或删除它。',
  'self.{0} is built, and forward never uses it. Its {1} parameters are saved with the model and never trained. Use it or remove it.':
    '创建了 self.{0}，但 forward 从不使用它。它的 {1} 个参数随模型保存，却从不训练。请使用或删除它。',
  'The layer of self.{0} is in a plain {1}: PyTorch does not register it, so its {2} parameters are neither trained nor saved. Wrap it in {3}(…).':
    'self.{0} 的层在普通的 {1} 中：PyTorch 不会注册它，因此它的 {2} 个参数既不训练也不保存。请用 {3}(…) 包住它。',
  'The {4} layers of self.{0} are in a plain {1}: PyTorch does not register them, so their {2} parameters are neither trained nor saved. Wrap it in {3}(…).':
    'self.{0} 的 {4} 层在普通的 {1} 中：PyTorch 不会注册它们，因此它们的 {2} 个参数既不训练也不保存。请用 {3}(…) 包住它。',
  'Call super().__init__() first': '先调用 super().__init__()',
};
