import { existsSync } from 'node:fs';
import type { ServerName } from '../deployment.js';
import type { Program } from './process.js';

/** A server that is a program of its own. */
export type ProgramName = Exclude<ServerName, 'node' | 'none'>;

/** What stands around the configuration of a deployment. */
interface Server extends Omit<Program, 'file' | 'config'> {
  /** Names of the program, the usual one first. */
  readonly names: readonly [string, ...string[]];
  readonly around: (config: string, folder: string) => string;
}

const isRoot = process.getuid?.() === 0;
const apacheModules = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'];
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** How each server is run. */
export const servers: Readonly<Record<ProgramName, Server>> = {
  nginx: {
    names: ['nginx'],
    args: (file, folder) => ['-c', file, '-p', folder],
    around: (config, folder) => `${isRoot ? 'user root;' : ''}
daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
${config}
}
`,
  },
  haproxy: {
    names: ['haproxy'],
    args: (file) => ['-f', file],
    around: (config) => `defaults
  mode http
  timeout connect 10s
  timeout client 10s
  timeout server 10s
${config}
`,
  },
  apache: {
    names: ['apache2', 'httpd'],
    args: (file) => ['-f', file, '-DFOREGROUND'],
    around: (config, folder) => `ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
ServerName example.com
PidFile "${folder}/pid"
ErrorLog "${folder}/error.log"
DocumentRoot "${folder}"
${[
  'mpm_event',
  'authz_core',
  'dir',
  'alias',
  'proxy',
  'proxy_http',
  'rewrite',
  'headers',
  'deflate',
  'filter',
  'ssl',
]
  .map((name) => `LoadModule ${name}_module ${apacheModules.find(existsSync)}/mod_${name}.so`)
  .join('\n')}
${isRoot ? 'User www-data\nGroup www-data' : ''}
${config}
`,
  },
  caddy: {
    names: ['caddy'],
    args: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
    around: (config) => `{
  admin off
  auto_https off
  default_bind 127.0.0.1
}
${config}
`,
  },
  varnish: {
    names: ['varnishd'],
    args: (file, folder) => [
      ...['-F', '-j', 'none', '-n', `${folder}/varnish`, '-s', 'malloc,16m', '-T', 'none'],
      ...['-a', '127.0.0.1:{port}', '-f', file],
    ],
    around: (config) => `vcl 4.1;
import std;
backend default { .host = "127.0.0.1"; .port = "{appPort}"; }
${config}
`,
  },
  lighttpd: {
    names: ['lighttpd'],
    args: (file) => ['-D', '-f', file],
    around: (config, folder) => `server.document-root = "${folder}"
server.errorlog = "${folder}/error.log"
server.bind = "127.0.0.1"
server.port = {port}
server.modules = ("mod_rewrite", "mod_redirect", "mod_proxy")
${config}
`,
  },
};
