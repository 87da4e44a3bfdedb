/** The WhatsApp number of every installation. */

export const channel = {
  name: 'WhatsApp Principal',
  phoneNumberId: '200300400500600',
  wabaId: '100200300400500',
  accessToken: 'access-token-of-the-tests',
  appSecret: 'app-secret-of-the-tests',
  verifyToken: 'verify-token-of-the-tests',
  department: 'Atendimento',
};
