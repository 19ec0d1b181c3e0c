import type { ComputeWorker } from '../../protocol/compute.ts';
import { Transfer, type Handlers } from '../../protocol/rpc/channel.ts';
import type { Lesson } from '../../engine/trace/lesson.ts';
import { runExample, runLayer } from '../run-layer.ts';
import { buffersOf } from './buffers.ts';
import { layoutNetwork } from './layout-network.ts';

/** Answers of the compute worker; the values go to the host without being copied. */
export const computeHandlers: Handlers<ComputeWorker> = {
  runLayer: ({ layer, ...work }) => handedOver(runLayer(layer, work)),
  runExample: (work) => handedOver(runExample(work)),
  layoutNetwork: ({ sources }) => layoutNetwork(sources),
};

const handedOver = (lesson: Lesson) => new Transfer(lesson, buffersOf(lesson));
