import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { Text } from '@trellis/http';
import { SearchService, type Found, type FoundType } from './search.service.ts';

const types = ['persona', 'cluster', 'pipeline', 'run', 'photo'] as const;

class SearchQuery {
  @Text(200, { least: 1, description: 'Contained in the name, in any case and accent; of photos: words' })
  q!: string;
}

class FoundResponse implements Found {
  @ApiProperty({ enum: types }) type!: FoundType;
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'the name of what it belongs to' }) context!: string | null;
}

class SearchResponse {
  static readonly example = {
    items: [
      {
        type: 'cluster',
        id: '01890a5d-ac96-774b-bcce-b302099a805b',
        name: 'Morning Coffee Moments',
        context: 'north quay',
      },
    ],
  };

  @ApiProperty({ type: [FoundResponse] }) items!: FoundResponse[];
}

@ApiTags('overview')
@Controller('search')
export class SearchController {
  constructor(private readonly search: SearchService) {}

  @Get()
  @Operation({
    id: 'search',
    summary: 'Find personas, clusters, pipelines, runs and photos by name; eight of each at most',
    role: 'viewer',
    answer: SearchResponse,
  })
  async find(@Query() { q }: SearchQuery): Promise<SearchResponse> {
    return { items: await this.search.find(q) };
  }
}
