// Compiles the words once, for tools that do not go through Vite: the type checker and the linter.
import { compile } from '@inlang/paraglide-js';
import { catalogues } from './paraglide.js';

for (const catalogue of catalogues) await compile(catalogue);
