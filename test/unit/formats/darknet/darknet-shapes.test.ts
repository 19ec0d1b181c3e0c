import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../../src/formats/analyze.ts';
import { darknetFormat } from '../../../../src/formats/darknet/darknet.ts';
import { corpusFolder, readCorpusFile } from '../../../support/corpus.ts';
import { problemLines, problemsOf } from '../../../support/problem-lines.ts';

const net = '[net]\nwidth=25\nheight=21\nchannels=12\n';

function analyzed(text: string): Analysis {
  return analyze({ path: 'a.cfg', text }, [darknetFormat()], { inputs: [], readFile: () => null });
}

/** The shapes of the layers behind the input. */
function shapes(sections: string): unknown[] {
  const [model] = analyzed(net + sections).models;
  return (model?.layers ?? []).slice(1).map(({ outputShapes }) => outputShapes[0]);
}

// Each expectation is what Debian's libdarknet prints for the file, or follows from the source that is named.
describe('shapes on 12×21×25', () => {
  test.each([
    ['[conv]\nfilters=4\ngroups=5\nsize=3', [[1, 4, 19, 23]]],
    ['[conv]\nsize=23\nstride=3', [[1, 1, 1, 1]]],
    ['[conv]\nsize=4\npad=2', [[1, 1, 22, 26]]],
    ['[maxpool]\nstride=2', [[1, 12, 11, 13]]],
    ['[maxpool]\nsize=3\nstride=2', [[1, 12, 11, 13]]],
    ['[maxpool]\nstride=2\npadding=3\nsize=2', [[1, 12, 12, 14]]],
    ['[deconv]\nfilters=4\nsize=3\nstride=2\npadding=1', [[1, 4, 41, 49]]],
    ['[local]\nsize=5\nstride=2\nfilters=3', [[1, 3, 9, 11]]],
    ['[local]\nsize=3\nstride=2\nfilters=3\npad=1', [[1, 3, 11, 13]]],
    ['[reorg]\nstride=2', [[1, 48, 10, 12]]],
    ['[reorg]\nstride=2\nreverse=1', [[1, 3, 42, 50]]],
    ['[reorg]\nstride=2\nextra=5', [[1, 6305]]],
    ['[upsample]\nstride=-2', [[1, 12, 10, 12]]],
    ['[crop]\ncrop_width=30\ncrop_height=8', [[1, 12, 8, 30]]],
    [
      '[connected]\noutput=4\n[maxpool]',
      [
        [1, 4, 1, 1],
        [1, 4, 1, 1],
      ],
    ],
    [
      '[lstm]\noutput=9\n[dropout]\n[connected]',
      [
        [1, 9],
        [1, 9],
        [1, 1, 1, 1],
      ],
    ],
    [
      '[softmax]\n[cost]\n[connected]\noutput=3',
      [
        [1, 6300],
        [1, 6300],
        [1, 3, 1, 1],
      ],
    ],
    [
      '[lstm]\noutput=9\n[route]\nlayers=0\n[connected]',
      [
        [1, 9],
        [1, 9],
        [1, 1, 1, 1],
      ],
    ],
    [
      '[conv]\n[conv]\nstride=2\n[shortcut]\nfrom=-2',
      [
        [1, 1, 21, 25],
        [1, 1, 11, 13],
        [1, 1, 11, 13],
      ],
    ],
    // AlexeyAB/darknet: src/convolutional_layer.c, convolutional_out_width: the dilation is not in the formula.
    ['[conv]\nsize=3\npad=1\ndilation=2', [[1, 1, 21, 25]]],
    ['[conv]\nsize=3\ndilation=2', [[1, 1, 19, 23]]],
    ['[conv]\nsize=3\nstride_x=2\nstride_y=1\npad=1', [[1, 1, 21, 13]]],
    // src/maxpool_layer.c, src/route_layer.c, src/scale_channels_layer.c, src/sam_layer.c, src/conv_lstm_layer.c
    ['[maxpool]\nmaxpool_depth=1\nout_channels=4', [[1, 4, 21, 25]]],
    [
      '[conv]\nsize=3\npad=1\nstride=2\nantialiasing=1',
      [
        [1, 1, 21, 25],
        [1, 1, 11, 13],
      ],
    ],
    [
      '[conv]\nfilters=10\n[route]\nlayers=-1\ngroups=2\ngroup_id=1',
      [
        [1, 10, 21, 25],
        [1, 5, 21, 25],
      ],
    ],
    [
      '[avg]\n[scale_channels]\nfrom=0',
      [
        [1, 12, 1, 1],
        [1, 12, 1, 1],
      ],
    ],
    [
      '[conv]\nfilters=8\n[avg]\n[scale_channels]\nfrom=-2',
      [
        [1, 8, 21, 25],
        [1, 8, 1, 1],
        [1, 8, 21, 25],
      ],
    ],
    [
      '[conv]\n[conv]\n[sam]\nfrom=-2',
      [
        [1, 1, 21, 25],
        [1, 1, 21, 25],
        [1, 1, 21, 25],
      ],
    ],
    ['[history]\nhistory_size=3', [[1, 36, 21, 25]]],
    ['[crnn]\noutput=5', [[1, 5, 21, 25]]],
    ['[crnn]\noutput_filters=5', [[1, 5, 25, 21]]],
    ['[conv_lstm]\noutput=5', [[1, 5, 19, 23]]],
    ['[conv_lstm]\noutput=5\nsize=3\npad=1', [[1, 5, 21, 25]]],
    ['[conv_lstm]\noutput=5\nsize=5\npadding=1\nstride=2', [[1, 5, 10, 12]]],
    // Layers of different sizes: all values in a row, for layers that want no image.
    [
      '[conv]\n[conv]\nstride=2\n[route]\nlayers=-1,0\n[dropout]\n[connected]\noutput=3',
      [
        [1, 1, 21, 25],
        [1, 1, 11, 13],
        [1, 668],
        [1, 668],
        [1, 3, 1, 1],
      ],
    ],
    // Height and width are taken on trust, and are 0 behind a row of values.
    [
      '[softmax]\n[upsample]',
      [
        [1, 6300],
        [1, 0],
      ],
    ],
    ['[implicit]\nfilters=7', [[1, 7, 1, 1]]],
    ['[foo]\n[conv]\nfilters=5', [null, [null, 5, null, null]]],
  ])('%j', (sections, expected) => {
    expect(shapes(sections)).toEqual(expected);
  });

  test.each([
    ['[conv]\nfilters=4\nsize=3', 12 * 9 * 4 + 4],
    ['[conv]\nfilters=4\nsize=3\nbatch_normalize=1', 12 * 9 * 4 + 2 * 4],
    ['[conv]\nfilters=4\ngroups=4\nsize=3', 3 * 9 * 4 + 4],
    ['[conv]\nfilters=4\ngroups=5\nsize=3', 2 * 9 * 4 + 4],
    ['[connected]\noutput=2', 12 * 21 * 25 * 2 + 2],
    ['[local]\nfilters=2\nsize=21', (12 * 21 * 21 * 2 + 2) * 5],
    ['[maxpool]\nsize=3', 0],
    ['[gru]', null],
  ])('parameters of %j: %j', (section, expected) => {
    expect(analyzed(net + section).models[0]?.layers[1]?.params).toBe(expected);
  });
});

describe('problems of shapes', () => {
  const head = (filters: number, section: string) => `${net}[conv]\nfilters=${filters}\n${section}`;
  test.each([
    [head(255, '[yolo]\nmask=0,1,2\nclasses=80'), []],
    [head(255, '[yolo]\nmask=0,1,2\nclasses=20'), ['9 error yolo-filters-mismatch 20']],
    [head(255, '[yolo]\nmask=0,1,2'), ['8 error yolo-filters-mismatch 0,1,2']],
    [head(255, '[Gaussian_yolo]\nmask=0,1,2\nclasses=80'), ['9 error yolo-filters-mismatch 80']],
    [head(267, '[Gaussian_yolo]\nmask=0,1,2\nclasses=80'), []],
    [head(125, '[region]\nnum=5\nclasses=20\ncoords=4'), []],
    [head(120, '[region]\nnum=5\nclasses=20\ncoords=4'), ['9 error yolo-filters-mismatch 20']],
    [`${net}[connected]\noutput=1715\n[detection]\nclasses=20\ncoords=4\nnum=3\nside=7`, []],
    [
      `${net}[connected]\noutput=1470\n[detection]\nclasses=20\ncoords=4\nnum=3\nside=7`,
      ['8 error yolo-filters-mismatch 20'],
    ],
    [`${net}[conv]\nsize=40`, ['6 error impossible 40', '6 error impossible 40']],
    [`${net}[conv]\nsize=23\nstride=3`, ['6 warning kernel-larger-than-input 23']],
    [`${net}[softmax]\n[conv]`, ['6 error rank-mismatch [conv]']],
    [`${net}[softmax]\n[avg]`, ['6 error rank-mismatch [avg]']],
    [`${net}[softmax]\n[reorg]\nextra=1`, ['6 error rank-mismatch [reorg]']],
    [`${net}[softmax]\n[upsample]`, ['6 warning rank-mismatch [upsample]']],
    [`${net}[conv]\n[conv]\nstride=2\n[route]\nlayers=-1,0`, ['9 warning join-mismatch -1,0']],
    [`${net}[conv]\n[conv]\nstride=2\n[route]\nlayers=-1,0\n[softmax]`, ['9 warning join-mismatch -1,0']],
    [
      `${net}[conv]\n[conv]\nstride=2\n[route]\nlayers=-1,0\n[dropout]\n[conv]`,
      ['9 error join-mismatch -1,0'],
    ],
    [`${net}[conv]\n[conv]\nstride=2\n[route]\nlayers=-1,0\n[maxpool]`, ['9 error join-mismatch -1,0']],
    [`${net}[conv]\n[shortcut]\nfrom=0\nweights_type=per_feature`, ['8 error missing-field per_feature']],
    [`${net}[conv]\n[shortcut]\nfrom=0\nweights_type=per_feature\nweights_normalization=softmax`, []],
    [`${net}[conv]\n[shortcut]\nfrom=0\nweights_type=channel`, ['8 error invalid-value channel']],
    [`${net}[lstm]\n[crop]\ncrop_width=3`, ['6 error rank-mismatch [crop]']],
    [`${net}[upsample]\nstride=-30`, ['6 error impossible -30', '6 error impossible -30']],
    [`${net}[conv]\nfilters=4\ngroups=5`, ['7 warning groups-mismatch 5']],
    [`${net}[conv]\nstride=2\n[conv]\n[route]\nlayers=-1,-2`, []],
    [`${net}[maxpool]\nstride=2\n[upsample]\n[route]\nlayers=-1,-2\n[conv]`, ['9 error join-mismatch -1,-2']],
    [`${net}[conv]\n[avg]\n[sam]\nfrom=0`, ['8 error join-mismatch 0']],
    [`${net}[conv]\n[scale_channels]\nfrom=0`, ['7 error join-mismatch 0']],
  ])('%j', (text, expected) => {
    const costs = new Set(['information', 'yolo-input-size']);
    const found = problemsOf(analyzed(text)).filter(
      ({ severity, code }) => !costs.has(severity) && !costs.has(code) && code !== 'pixels-lost',
    );
    expect(problemLines(text, { format: 'darknet', models: [], problems: found })).toEqual(expected);
  });
});

const folder = corpusFolder('darknet');

describe.skipIf(folder === null)('a reported bug (needs CONVLENS_CORPUS)', () => {
  // https://github.com/AlexeyAB/darknet/issues/4298
  test('yolov3-tiny at 104×104: the route joins 8×8 and 7×7, and the pool that rounded is named', () => {
    const text = readCorpusFile(folder ?? '', 'yolov3-tiny.cfg').replace(/(width|height)=416/g, '$1=104');
    const analysis = analyzed(text);
    const errors = problemsOf(analysis).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(['join-mismatch']);
    const [error] = errors;
    expect(text.slice(error?.span.start, error?.span.end)).toBe('-1, 8');
    expect(error?.message).toContain('8');
    expect(error?.related.length).toBeGreaterThan(1);
    const [model] = analysis.models;
    expect(model?.layers.slice(19, 21).map(({ outputShapes }) => outputShapes[0])).toEqual([
      [1, 128, 4, 4],
      [1, 128, 8, 8],
    ]);
  });
});
