await import('./walk.custom');
