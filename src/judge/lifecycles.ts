/** A resource's lifecycle: what its id and status are called, and what may be observed after what. */
export interface Lifecycle {
  readonly resource: string;
  /** The first that is present counts. */
  readonly idFields: readonly string[];
  readonly statusFields: readonly string[];
  readonly next: Readonly<Record<string, readonly string[]>>;
}

// Edges of the published lifecycles, and jumps over states a resource leaves by itself: nobody is there to see those.

/** Of a media buy; where the envelope's own `status` stands beside it, the buy's is called `media_buy_status`. */
export const mediaBuy: Lifecycle = {
  resource: 'media_buy',
  idFields: ['media_buy_id'],
  statusFields: ['media_buy_status', 'status'],
  next: {
    pending_creatives: ['pending_start', 'active', 'paused', 'completed', 'canceled', 'rejected'],
    pending_start: ['active', 'paused', 'completed', 'canceled', 'rejected'],
    active: ['paused', 'completed', 'canceled'],
    paused: ['active', 'completed', 'canceled'],
    completed: [],
    rejected: [],
    canceled: [],
  },
};

/** Of a creative in a library. */
export const creative: Lifecycle = {
  resource: 'creative',
  idFields: ['creative_id'],
  statusFields: ['status'],
  next: {
    processing: ['pending_review', 'approved', 'rejected'],
    pending_review: ['approved', 'rejected'],
    approved: ['archived', 'rejected'],
    archived: ['approved'],
    rejected: ['processing', 'pending_review'],
  },
};

/** Of a creative on a package. */
export const creativeApproval: Lifecycle = {
  resource: 'creative_approval',
  idFields: ['creative_id'],
  statusFields: ['approval_status'],
  next: {
    pending_review: ['approved', 'rejected'],
    approved: ['rejected'],
    rejected: ['pending_review'],
  },
};

/** Of an account. */
export const account: Lifecycle = {
  resource: 'account',
  idFields: ['account_id'],
  statusFields: ['status'],
  next: {
    pending_approval: ['active', 'rejected'],
    active: ['suspended', 'payment_required', 'closed'],
    suspended: ['active', 'payment_required', 'closed'],
    payment_required: ['active', 'suspended', 'closed'],
    rejected: [],
    closed: [],
  },
};

/** Of a Sponsored Intelligence session. */
export const siSession: Lifecycle = {
  resource: 'si_session',
  idFields: ['session_id'],
  statusFields: ['session_status', 'status'],
  next: {
    active: ['pending_handoff', 'complete', 'terminated'],
    pending_handoff: ['complete', 'terminated'],
    complete: [],
    terminated: [],
  },
};

/** Of an item of a synced catalog. */
export const catalogItem: Lifecycle = {
  resource: 'catalog_item',
  idFields: ['item_id', 'offering_id', 'sku', 'id'],
  statusFields: ['status'],
  next: {
    pending: ['approved', 'rejected', 'warning'],
    approved: ['warning', 'rejected'],
    warning: ['approved', 'rejected'],
    rejected: ['pending'],
  },
};

/** Of a proposal. */
export const proposal: Lifecycle = {
  resource: 'proposal',
  idFields: ['proposal_id'],
  statusFields: ['proposal_status', 'status'],
  next: { draft: ['committed'], committed: [] },
};

/** Of a synced audience: every state leads to every other. */
export const audience: Lifecycle = {
  resource: 'audience',
  idFields: ['audience_id'],
  statusFields: ['status'],
  next: {
    processing: ['ready', 'too_small'],
    ready: ['processing', 'too_small'],
    too_small: ['processing', 'ready'],
  },
};
