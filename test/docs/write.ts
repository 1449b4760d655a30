import { readFileSync, writeFileSync } from 'node:fs';
import { withSupportTable } from './support-table.ts';

writeFileSync('README.md', withSupportTable(readFileSync('README.md', 'utf8')));
