// Loaded into a server by --import: the times of publishing pass forty times as fast.
import { Pace } from '@trellis/publishing/testing';

Pace.factor = 1 / 40;
