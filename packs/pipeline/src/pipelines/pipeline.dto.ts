import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsObject, IsString, ValidateNested } from 'class-validator';
import {
  EditedFields,
  IsName,
  Optional,
  OptionalFlag,
  OptionalId,
  OptionalName,
  OptionalText,
  OptionalWholeNumber,
  WholeNumber,
} from '@trellis/http';
import { TEMPLATES_KB, TEMPLATE_KB } from './template-limits.ts';
import type { PipelineStepEntity } from './pipeline-step.entity.ts';
import type { PipelineWithSteps } from './pipeline-with-steps.ts';

const exampleStep = {
  name: 'Base Image',
  position: 1,
  workflowTemplate: '{"3": {"inputs": {"seed": {{auto_seed}}}}}',
  needsRunPrompt: true,
};

export class StepDto {
  @IsName('Base Image')
  name!: string;

  @WholeNumber(1, 1000, { example: 1 })
  position!: number;

  @ApiProperty({
    type: String,
    description: `JSON with {{placeholders}}, at most ${TEMPLATE_KB} KB; ${TEMPLATES_KB} KB in all steps`,
  })
  @IsString({ message: 'must be a string' })
  workflowTemplate!: string;

  @OptionalFlag({ default: false })
  needsRunPrompt?: boolean;

  @OptionalFlag({ default: false })
  needsParentImagePath?: boolean;

  @OptionalFlag({ default: false })
  needsRunVariables?: boolean;

  @OptionalText(100, {
    nullable: true,
    least: 1,
    description: 'id of the node whose pictures become candidates; without it, those of every node',
  })
  outputNode?: string | null;

  @OptionalWholeNumber(1, 1440, { nullable: true, description: "minutes for one picture; default the settings'" })
  timeoutMinutes?: number | null;
}

export class ChangedStepDto extends StepDto {
  @OptionalId({ nullable: true, description: 'the step to change; without it a new step is added' })
  id?: string | null;
}

export class CreatePipelineDto {
  static readonly example = { name: 'still_life', description: 'five steps', steps: [exampleStep] };

  @IsName('still_life')
  name!: string;

  @OptionalText(10_000, { nullable: true })
  description?: string | null;

  @ApiPropertyOptional({ type: [StepDto] })
  @Optional()
  @IsArray({ message: 'must be a list of steps' })
  @IsObject({ each: true, message: 'must be a list of steps' })
  @ArrayMaxSize(100, { message: 'must have at most 100 steps' })
  @ArrayUnique((step: StepDto) => step?.position, { message: 'must have a different position for each step' })
  @ValidateNested({ each: true })
  @Type(() => StepDto)
  steps?: StepDto[];
}

export class UpdatePipelineDto {
  static readonly example = { description: 'six steps' };

  @OptionalName('still_life')
  name?: string;

  @OptionalText(10_000, { nullable: true })
  description?: string | null;

  @ApiPropertyOptional({
    type: [ChangedStepDto],
    description: 'matched by id; a step without an id is added, a missing step is deleted',
  })
  @Optional()
  @IsArray({ message: 'must be a list of steps' })
  @IsObject({ each: true, message: 'must be a list of steps' })
  @ArrayMaxSize(100, { message: 'must have at most 100 steps' })
  @ArrayUnique((step: StepDto) => step?.position, { message: 'must have a different position for each step' })
  @ValidateNested({ each: true })
  @Type(() => ChangedStepDto)
  steps?: ChangedStepDto[];
}

export class StepResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Number }) position!: number;
  @ApiProperty({ type: String }) workflowTemplate!: string;
  @ApiProperty({ type: Boolean }) needsRunPrompt!: boolean;
  @ApiProperty({ type: Boolean }) needsParentImagePath!: boolean;
  @ApiProperty({ type: Boolean }) needsRunVariables!: boolean;
  @ApiProperty({ type: String, nullable: true }) outputNode!: string | null;
  @ApiProperty({ type: Number, nullable: true }) timeoutMinutes!: number | null;

  static of(this: void, step: PipelineStepEntity): StepResponse {
    const { id, name, position, workflowTemplate, outputNode, timeoutMinutes } = step;
    const { needsRunPrompt, needsParentImagePath, needsRunVariables } = step;
    const needs = { needsRunPrompt, needsParentImagePath, needsRunVariables };
    return { id, name, position, workflowTemplate, ...needs, outputNode, timeoutMinutes };
  }
}

export class PipelineResponse extends EditedFields {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8059',
    name: 'still_life',
    description: 'five steps',
    ...EditedFields.editedExample,
    steps: [
      {
        id: '01890a5d-ac96-774b-bcce-b302099a805a',
        ...exampleStep,
        needsParentImagePath: false,
        needsRunVariables: false,
        outputNode: null,
        timeoutMinutes: null,
      },
    ],
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ type: [StepResponse] }) steps!: StepResponse[];

  static of(this: void, { id, name, description, updatedAt, updatedBy, steps }: PipelineWithSteps): PipelineResponse {
    return { id, name, description, updatedAt, updatedBy, steps: steps.map(StepResponse.of) };
  }
}
