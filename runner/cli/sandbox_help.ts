import { faultUsage } from '../sandbox/faults/parse.ts';

/** What `play sandbox --help` prints. */
export const sandboxHelp = `play sandbox: an AWS on your laptop that goes on between runs, one for each project, in its folder .play

Usage
  play sandbox start             start it (play PLAYBOOK --sandbox does so by itself)
  play sandbox status            what runs in it: load balancers and their addresses, services, tasks (--output json)
  play sandbox stop              end it and all that runs in it; its state is kept for the next start
  play sandbox reset             an empty account again
  play sandbox logs [GROUP]      its own log; or the log events of a log group
  play sandbox env               exports for other AWS clients:  eval "$(play sandbox env)"
  play sandbox fault             what goes wrong in it
  play sandbox fault FAULT       make something go wrong; @FILE reads faults from a file, one a line
  play sandbox fault clear NAME  and right again; all for all of them

Options of start
      --sandbox-speed N          its time runs N times as fast as ours (default 60: a minute takes a second; docker: 10)
      --sandbox-idle MINUTES     it ends after so long without use (default 60; 0: never)
      --sandbox-engine ENGINE    what runs containers: process (default), or docker

Faults
${faultUsage.map((line) => `  ${line}`).join('\n')}

PLAY_SANDBOX_DIR names another folder than .play beside the playbook. The sandbox listens on 127.0.0.1 only.

Exit codes
  0 done   1 none runs   2 it could not be done   64 wrong usage
`;
