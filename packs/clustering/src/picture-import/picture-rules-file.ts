import { Transform, Type } from 'class-transformer';
import { ArrayNotEmpty, IsArray, IsBoolean, IsOptional, IsString, ValidateNested } from 'class-validator';
import { ClusterOfFile, listed, text, yesOrNo } from '../backfill/command/rules-file.ts';
import type { PictureRule } from './picture-rule.ts';

class PictureRuleOfFile implements PictureRule {
  @IsOptional() @IsString(text) path?: string;
  @IsOptional() @IsBoolean(yesOrNo) skip = false;
  @IsOptional() @ValidateNested() @Type(() => ClusterOfFile) cluster?: ClusterOfFile;
  @IsOptional() @IsBoolean(yesOrNo) clusterFromFolder = false;
  @IsOptional() @Transform(listed) @IsString({ each: true, message: 'must be a list of texts' }) tags: string[] = [];
  @IsOptional() @IsBoolean(yesOrNo) tagsFromFolders = false;
  @IsOptional() @IsBoolean(yesOrNo) aiGenerated?: boolean;
}

export class PictureRulesFile {
  @IsArray({ message: 'must be a list of rules' })
  @ArrayNotEmpty({ message: 'must have at least one rule' })
  @ValidateNested({ each: true })
  @Type(() => PictureRuleOfFile)
  rules!: PictureRuleOfFile[];
}
