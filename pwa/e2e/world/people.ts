/** Who works at the desk of every installation. */

export interface Person {
  email: string;
  name: string;
  role: 'administrator' | 'supervisor' | 'agent';
  department?: string;
}

export const password = 'correct horse battery';

export const ana: Person = {
  email: 'ana@example.com',
  name: 'Ana Beatriz Rocha',
  role: 'agent',
  department: 'Atendimento',
};

export const bruno: Person = {
  email: 'bruno@example.com',
  name: 'Bruno Tavares',
  role: 'agent',
  department: 'Atendimento',
};

export const carla: Person = {
  email: 'carla@example.com',
  name: 'Carla Nogueira',
  role: 'agent',
  department: 'Financeiro',
};

export const marcos: Person = { email: 'marcos@example.com', name: 'Marcos Vieira', role: 'supervisor' };

export const everybody: readonly Person[] = [ana, bruno, carla, marcos];
