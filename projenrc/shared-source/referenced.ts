import { Reference, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The construct whose attribute a text stands for, if it does. */
export function referenced(text: string | undefined): IConstruct | undefined {
  const token = text === undefined ? undefined : Tokenization.reverseString(text).firstToken;
  return Reference.isReference(token) ? token.target : undefined;
}
