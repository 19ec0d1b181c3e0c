type Axes = readonly number[];

const axisNames = [['长度'], ['高', '宽'], ['深', '高', '宽']];
const cellNames = [['格'], ['行', '列'], ['片', '行', '列']];

const named = (table: readonly (readonly string[])[], axes: Axes, rank: number): readonly string[] =>
  axes.map((axis) => table[rank - 1]?.[axis] ?? '格');

/** `高和宽` */
export const axisText = (axes: Axes, rank: number): string => named(axisNames, axes, rank).join('和');

/** `行、列` */
export const cellText = (axes: Axes, rank: number): string => named(cellNames, axes, rank).join('、');

/** `最后 2 行和最后 2 列` */
export const lastText = (axes: Axes, rank: number, count: number): string =>
  named(cellNames, axes, rank)
    .map((cell) => `最后 ${count} ${cell}`)
    .join('和');
