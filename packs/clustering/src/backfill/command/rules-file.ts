import { Transform, Type } from 'class-transformer';
import { momentOf } from '@trellis/kernel';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const STATUSES = ['pending', 'running', 'completed', 'failed'] as const;
export const listed = ({ value }: { value: unknown }) =>
  value === undefined || Array.isArray(value) ? value : [value];
const listedIds = (field: { value: unknown }) => {
  const ids: unknown = listed(field);
  return Array.isArray(ids) ? ids.map((id: unknown) => (typeof id === 'bigint' ? String(id) : id)) : ids;
};
const moment = ({ value }: { value: unknown }) => (typeof value === 'string' ? (momentOf(value) ?? value) : value);
const day = { message: 'must be a day or a time as ISO 8601 writes it, such as 2025-11-01 or 2025-11-01T10:00:00Z' };
export const text = { message: 'must be a string' };
export const yesOrNo = { message: 'must be true or false' };

export class MatchOfFile {
  @IsOptional() @IsString(text) name?: string;
  @IsOptional() @IsString(text) prompt?: string;
  @IsOptional() @IsString(text) folder?: string;

  @IsOptional()
  @Transform(listed)
  @IsIn(STATUSES, { each: true, message: `must be one or more of ${STATUSES.join(', ')}` })
  status?: string[];

  @IsOptional() @Transform(listed) @IsUUID(undefined, { each: true, message: 'must be ids of runs' }) ids?: string[];
  @IsOptional()
  @Transform(listedIds)
  @IsString({ each: true, message: 'must be ids of the earlier system: numbers or texts' })
  legacyIds?: string[];
  @IsOptional() @Transform(moment) @IsDate(day) createdFrom?: Date;
  @IsOptional() @Transform(moment) @IsDate(day) createdUntil?: Date;
}

export class ClusterOfFile {
  @IsString(text) @IsNotEmpty({ message: 'must not be empty' }) name!: string;
  @IsOptional() @IsString(text) pillar?: string;
}

export class RuleOfFile {
  @IsOptional() @ValidateNested() @Type(() => MatchOfFile) match: MatchOfFile = new MatchOfFile();

  @ValidateIf((rule: RuleOfFile) => rule.persona !== undefined || rule.cluster !== undefined)
  @IsString({ message: 'must be the name of a persona; a cluster needs a persona too' })
  persona?: string;

  @IsOptional() @ValidateNested() @Type(() => ClusterOfFile) cluster?: ClusterOfFile;
  @IsOptional() @IsBoolean(yesOrNo) promptFromVariables = false;
  @IsOptional() @IsBoolean(yesOrNo) nameFromVariables = false;
  @IsOptional() @IsBoolean(yesOrNo) link = false;
}

export class RulesFile {
  @IsArray({ message: 'must be a list of rules' })
  @ArrayNotEmpty({ message: 'must have at least one rule' })
  @ValidateNested({ each: true })
  @Type(() => RuleOfFile)
  rules!: RuleOfFile[];
}
