import { Injectable } from '@nestjs/common';

/** The data of generation for other packs, without entities. */
@Injectable()
export class GenerationFacade {}
