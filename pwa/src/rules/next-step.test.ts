import { describe, expect, it } from 'vitest';
import { remedyOf } from './next-step';

describe('each class of failure has its button, for whose turn it is', () => {
  const page = 'https://business.facebook.com/billing_hub/payment_settings';
  it.each([
    [{}, 'AGENT', 'retry'],
    [{ nextStep: 'RETRY' }, 'AGENT', 'retry'],
    [{ nextStep: 'SEND_TEMPLATE' }, 'AGENT', 'hold'],
    [{ nextStep: 'CHECK_CONTACT' }, 'AGENT', 'contact'],
    [{ nextStep: 'FIX_BILLING', helpUrl: page }, 'ADMINISTRATOR', 'page'],
    [{ nextStep: 'FIX_BILLING', helpUrl: page }, 'SUPERVISOR', 'copy'],
    [{ nextStep: 'FIX_TOKEN', helpUrl: page }, 'AGENT', 'copy'],
    [{ nextStep: 'FIX_TEMPLATE' }, 'ADMINISTRATOR', 'copy'],
    [{ nextStep: 'WAIT', helpUrl: page }, 'ADMINISTRATOR', 'none'],
    [{ nextStep: 'ASK_CUSTOMER' }, 'AGENT', 'none'],
    [{ nextStep: 'CHANGE_MESSAGE' }, 'AGENT', 'none'],
    [{ nextStep: 'REPORT_IT' }, 'AGENT', 'copy'],
  ] as const)('%o for %s', (failure, role, remedy) => {
    expect(remedyOf(failure, role)).toBe(remedy);
  });
});
