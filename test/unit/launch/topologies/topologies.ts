/** Files of /sys/devices/system as machines have them, by path. */
export type Topology = Readonly<Record<string, string>>;

const cache = (cpu: number, index: number, [level, type, size, cpus]: [string, string, string, string]): Topology => {
  const folder = `cpu/cpu${cpu}/cache/index${index}`;
  return {
    [`${folder}/level`]: level,
    [`${folder}/type`]: type,
    [`${folder}/size`]: size,
    [`${folder}/coherency_line_size`]: '64',
    [`${folder}/shared_cpu_list`]: cpus,
  };
};

/** A virtual machine with two cores. */
export const oneSocket: Topology = {
  ...cache(0, 0, ['1', 'Data', '32K', '0']),
  ...cache(0, 1, ['1', 'Instruction', '32K', '0']),
  ...cache(0, 2, ['2', 'Unified', '1024K', '0']),
  ...cache(0, 3, ['3', 'Unified', '32768K', '0-1']),
  'cpu/cpufreq/boost': '1',
  'node/node0/cpulist': '0-1',
  'node/online': '0',
};

/** Two sockets with four cores of two threads each, and a node of memory without cores. */
export const twoSockets: Topology = {
  ...cache(0, 0, ['1', 'Data', '48K', '0,8']),
  ...cache(0, 1, ['1', 'Instruction', '32K', '0,8']),
  ...cache(0, 2, ['2', 'Unified', '2048K', '0,8']),
  ...cache(0, 3, ['3', 'Unified', '30720K', '0-3,8-11']),
  ...cache(4, 0, ['1', 'Data', '48K', '4,12']),
  'node/node0/cpulist': '0-3,8-11',
  'node/node1/cpulist': '4-7,12-15',
  'node/node2/cpulist': '',
};
