import { join } from 'node:path';
import { AppUnderTest } from '@org/testing';

/** The app that these tests are about. */
export const underTest = new AppUnderTest(join(__dirname, '..'));

export const CONFIG_FILE = 'config/mysql-compliance.json';
