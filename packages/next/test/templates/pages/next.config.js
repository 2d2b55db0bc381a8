// API routes are below /api; the suite asks for any path.
module.exports = {
  rewrites: async () => ({ beforeFiles: [{ source: '/:path*', destination: '/api/suite' }] }),
};
