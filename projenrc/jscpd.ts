import { JsonFile, type Project } from 'projen';
import { SHARED_FILES } from './shared-source';

/** What counts as written twice: six lines that read the same, comments and line breaks aside. */
export function writeDuplicatesConfig(project: Project): void {
  new JsonFile(project, '.jscpd.json', {
    obj: {
      path: ['.projenrc.ts', 'projenrc', 'packages', 'apps', 'testing', 'tools'],
      format: ['typescript', 'javascript', 'python'],
      mode: 'weak',
      // From the first line to the last, that is one less than their number.
      minLines: 5,
      // What jscpd takes for enough: fewer is the shape of a call or a test, whatever stands in it. Of sources,
      // tools/test/repeated-lines.test.ts looks at those too.
      minTokens: 50,
      // Who uses the same things need not do the same with them.
      ignorePattern: ['(?ms)^import .*?;$', '(?m)^(from|import) .*$'],
      ignore: [
        // Each shows a platform whole, as somebody writes it who has this app alone.
        'apps/*/src/*-stack.ts',
        // Copies that this repository writes; their source is looked at.
        ...SHARED_FILES.map((file) => `packages/*/src/private/${file}`),
      ],
      reporters: ['console'],
      exitCode: 1,
      failOnEmpty: true,
      noTips: true,
    },
  });
}
