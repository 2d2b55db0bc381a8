export default { serverDir: '.' };
