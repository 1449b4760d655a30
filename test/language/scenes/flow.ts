import { agents, all, refusal, type Scene } from './scene.ts';

const buying = agents({ order: { media_buy_id: 'mb_1' } });

const cascade: Scene = {
  storyboard: 'cascade',
  honest: { agent: buying.honest, steps: all('passed', 'open order rename pay end tell') },
  broken: [
    {
      name: 'makes no buy',
      agent: buying.but({ order: {} }),
      fails: 'order',
      steps: {
        ...all('passed', 'open rename tell'),
        ...all('prerequisite_failed', 'pay end'),
      },
    },
    {
      name: 'opens no account',
      agent: buying.but({ open: refusal('X') }),
      fails: 'open',
      steps: {
        ...all('passed', 'order tell'),
        ...all('prerequisite_failed', 'rename pay end'),
      },
    },
  ],
};

const refusing = agents({ past: refusal('INVALID_REQUEST') });

const branches: Scene = {
  storyboard: 'branches',
  honest: {
    agent: refusing.honest,
    steps: {
      ...all('passed', 'try_first refused by_key one_branch one_login'),
      clamped: 'peer_branch_taken',
    },
  },
  broken: [
    {
      name: 'lets nobody in the old way',
      agent: refusing.but({ key: refusal('X') }),
      fails: 'one_login',
      steps: { one_branch: 'passed', by_key: 'failed' },
    },
    {
      name: 'takes the branch whose condition does not hold',
      agent: refusing.but({ first: refusal('X') }),
      fails: 'one_branch',
      steps: { try_first: 'failed', refused: 'passed', clamped: 'failed' },
    },
  ],
};

const lending = agents(
  { pick: { accounts: [{ account_id: 'a' }] } },
  'list_accounts list_creatives build_creative',
);

const standIns: Scene = {
  storyboard: 'stand_ins',
  honest: {
    agent: lending.honest,
    steps: {
      ...all('passed', 'pick build library order'),
      ...all('peer_substituted', 'open upload'),
    },
  },
  broken: [
    {
      name: 'has no account to lend',
      agent: lending.but({ pick: { accounts: [] } }),
      fails: 'pick',
      steps: { open: 'missing_tool', order: 'prerequisite_failed' },
    },
  ],
};

/** What a failure does to the steps around it. */
export const flowScenes: readonly Scene[] = [cascade, branches, standIns];
