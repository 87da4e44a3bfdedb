import { describe, expect, it } from 'vitest';
import { offerOf, problemOf, type OfferDraft, type OfferProblem } from './offer';

const row = (title: string, description = '') => ({ title, description });
const draft = (changes: Partial<OfferDraft>): OfferDraft => ({
  kind: 'buttons',
  header: '',
  body: 'Confirma?',
  footer: '',
  buttons: ['Sim', 'Não', ''],
  label: 'Ver',
  sections: [{ title: '', rows: [row('Manhã', 'Das 8 às 12'), row(' ')] }],
  ...changes,
});

describe('an offer', () => {
  it('leaves out what is blank and numbers the rest', () => {
    expect(offerOf(draft({ header: ' ', footer: 'Até as 18h ' }))).toEqual({
      __typename: 'InteractiveContent',
      body: 'Confirma?',
      footer: 'Até as 18h',
      buttons: [
        { id: '1', title: 'Sim' },
        { id: '2', title: 'Não' },
      ],
    });
    const sections = [
      { title: 'Hoje', rows: [row('8h')] },
      { title: 'Nunca', rows: [row('')] },
      { title: 'Amanhã', rows: [row('9h', 'cedo')] },
    ];
    expect(offerOf(draft({ kind: 'list', sections })).list).toEqual({
      label: 'Ver',
      sections: [
        { title: 'Hoje', rows: [{ id: '1', title: '8h' }] },
        { title: 'Amanhã', rows: [{ id: '2', title: '9h', description: 'cedo' }] },
      ],
    });
  });

  it.each<[Partial<OfferDraft>, OfferProblem | undefined]>([
    [{}, undefined],
    [{ body: ' ' }, 'body'],
    [{ buttons: ['', ' '] }, 'buttons'],
    [{ buttons: ['Sim', 'Sim '] }, 'same'],
    [{ kind: 'list' }, undefined],
    [{ kind: 'list', label: '' }, 'label'],
    [{ kind: 'list', sections: [{ title: 'x', rows: [row('')] }] }, 'rows'],
    [
      {
        kind: 'list',
        sections: [
          { title: '', rows: [row('a')] },
          { title: 'b', rows: [row('b')] },
        ],
      },
      'sections',
    ],
  ])('%j misses %s', (changes, problem) => expect(problemOf(draft(changes))).toBe(problem));
});
