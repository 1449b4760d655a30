import { pseudoTasks } from '../../../src/load/language.ts';
import { isMap } from './authored.ts';
import { some, values, words, type CensusRow } from './row.ts';

const tools = `create_media_buy get_products comply_test_controller get_adcp_capabilities sync_accounts
  get_media_buys validate_input sync_creatives update_media_buy list_accounts get_media_buy_delivery
  build_creative sync_catalogs get_signals list_creatives sync_governance refine_proposals check_governance
  sync_plans report_plan_adjustment activate_signal log_event sync_audiences sync_event_sources
  report_plan_outcome list_products si_send_message get_task_status list_tasks request_proposals
  verify_brand_claim create_property_list preview_creative update_rights create_collection_list
  create_content_standards get_brand_identity acquire_rights report_usage accept_proposal list_transformers
  list_creative_formats calibrate_content list_collection_lists list_content_standards list_property_lists
  validate_property_delivery get_rights si_initiate_session get_account_financials buy_products
  update_content_standards get_creative_delivery get_plan_audit_logs update_property_list control_media_buy
  decline_proposals sync_agent_notification_configs delete_collection_list delete_property_list
  get_collection_list get_content_standards get_property_list provide_performance_feedback si_get_offering
  si_terminate_session update_collection_list validate_content_delivery get_creative_features
  get_media_buy_artifacts search_brands`;

const scenarios = `simulate_delivery force_creative_status compact_product_lifecycle_probe force_account_status
  catalog_item_availability_probe evaluate_distributed_brand_resolution force_media_buy_status
  evaluate_verify_brand_claim_trust_extension force_audience_status force_task_completion seed_account
  seed_creative_format simulate_budget_spend force_create_media_buy_arm evaluate_signed_brand_response
  force_get_products_arm force_upstream_unavailable query_provenance_audit_observations
  force_session_status list_scenarios nonexistent_scenario compact_direct_buy_lifecycle_probe
  force_creative_purge force_get_signals_arm seed_measurement_catalog seed_media_buy seed_rights_grant`;

/** No author writes this one: the vectors of a suite make its steps. */
const synthesised = 'request_signing_probe';

/** What steps call: tools, tasks of the runner, scenarios of the test controller. */
export const taskRows: readonly CensusRow[] = [
  ...values('steps', 'task', words(tools)),
  ...values(
    'steps',
    'task',
    pseudoTasks.filter((task) => task !== synthesised),
  ),
  ...words(scenarios).map((scenario) =>
    some('steps', `scenario ${scenario}`, ({ task, sample_request: request }) =>
      task === 'comply_test_controller' && isMap(request)
        ? request['scenario'] === scenario
        : false,
    ),
  ),
];
