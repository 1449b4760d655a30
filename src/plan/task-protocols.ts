/** The tasks of each protocol, by the name agents claim it with. Tasks every agent has belong to none. */
const tasksByProtocol: Readonly<Record<string, readonly string[]>> = {
  media_buy: [
    'get_products',
    'create_media_buy',
    'update_media_buy',
    'get_media_buys',
    'get_media_buy_delivery',
    'provide_performance_feedback',
    'log_event',
    'sync_event_sources',
    'sync_audiences',
    'sync_catalogs',
  ],
  creative: [
    'build_creative',
    'preview_creative',
    'list_creative_formats',
    'list_creatives',
    'sync_creatives',
    'get_creative_delivery',
    'get_creative_features',
    'validate_input',
    'list_transformers',
  ],
  signals: ['get_signals', 'activate_signal'],
  governance: [
    'check_governance',
    'sync_plans',
    'report_plan_outcome',
    'get_plan_audit_logs',
    'get_media_buy_artifacts',
    'calibrate_content',
    'validate_content_delivery',
    'validate_property_delivery',
    ...['create', 'update', 'get', 'delete'].flatMap((verb) => [
      `${verb}_property_list`,
      `${verb}_collection_list`,
      `${verb}_content_standards`,
    ]),
    'list_property_lists',
    'list_collection_lists',
    'list_content_standards',
  ],
  brand: [
    'get_brand_identity',
    'get_rights',
    'acquire_rights',
    'update_rights',
    'verify_brand_claim',
    'verify_brand_claims',
    'creative_approval',
  ],
  sponsored_intelligence: [
    'si_get_offering',
    'si_initiate_session',
    'si_send_message',
    'si_terminate_session',
  ],
  compliance_testing: ['comply_test_controller'],
};

/** The protocol of each task that belongs to one. The suites do not say it, so this is the runner's own table. */
export const protocolOfTask: ReadonlyMap<string, string> = new Map(
  Object.entries(tasksByProtocol).flatMap(([protocol, tasks]) =>
    tasks.map((task) => [task, protocol] as const),
  ),
);
