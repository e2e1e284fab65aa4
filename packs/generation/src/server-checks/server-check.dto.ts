import { ApiProperty } from '@nestjs/swagger';
import { problemCodes, type ServerCheck, type ServerProblem } from './check-server.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

class ServerProblemResponse implements ServerProblem {
  @ApiProperty({ enum: problemCodes }) code!: ServerProblem['code'];
  @ApiProperty({ type: String }) detail!: string;
}

export class ServerCheckResponse implements ServerCheck {
  static readonly example = {
    ...{ serverId: ID, name: 'workshop', ok: true, version: '0.33.0', missingNodes: [], problems: [] },
  };

  @ApiProperty({ type: String, format: 'uuid' }) serverId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Boolean }) ok!: boolean;
  @ApiProperty({ type: String, nullable: true }) version!: string | null;
  @ApiProperty({ type: [String], description: 'classes that pipelines use, and the server does not have' })
  missingNodes!: string[];
  @ApiProperty({ type: [ServerProblemResponse] }) problems!: ServerProblemResponse[];
}
