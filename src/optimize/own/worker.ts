import * as Comlink from 'comlink';
import type { OwnNetwork } from '../../protocol/optimize';
import type { Outcome } from '../../protocol/outcome';
import { outcome } from '../../shared/outcome';
import { packNetwork } from './pack-network';

/** Reads files that may be anything, on a thread that can be ended. */
export interface NetworkReaderApi {
  read(file: Blob): Promise<Outcome<OwnNetwork>>;
}

const reader: NetworkReaderApi = {
  read: (file) => outcome(async () => packNetwork(await file.arrayBuffer())),
};

Comlink.expose(reader);
