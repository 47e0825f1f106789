export const label: string = 'agent';
