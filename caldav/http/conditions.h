// Every condition of the RFCs we claim, one row each. Adding one: a row here, in the section of its RFC, and in `all`.
#pragma once

#include <array>

#include "caldav/http/condition.h"

namespace stafett::caldav::conditions {

inline constexpr std::string_view kDav = "DAV:";
inline constexpr std::string_view kCaldav = "urn:ietf:params:xml:ns:caldav";
using Row = http::ConditionSpec;

// RFC 4918 §16
inline constexpr Row propfind_finite_depth{kDav, "propfind-finite-depth", 403, "RFC 4918 9.1"};
inline constexpr Row cannot_modify_protected_property{kDav, "cannot-modify-protected-property", 403, "RFC 4918 16"};
inline constexpr Row no_external_entities{kDav, "no-external-entities", 403, "RFC 4918 16"};
inline constexpr Row preserved_live_properties{kDav, "preserved-live-properties", 409, "RFC 4918 16"};

// RFC 3253, 3744, 5689, 6578
inline constexpr Row supported_report{kDav, "supported-report", 403, "RFC 3253 3.6"};
inline constexpr Row resource_must_be_null{kDav, "resource-must-be-null", 403, "RFC 3253 1.6"};
inline constexpr Row need_privileges{kDav, "need-privileges", 403, "RFC 3744 7.1.1"};
inline constexpr Row number_of_matches_within_limits{kDav, "number-of-matches-within-limits", 507, "RFC 3744 8.5"};
inline constexpr Row valid_resourcetype{kDav, "valid-resourcetype", 403, "RFC 5689 3.3"};
inline constexpr Row valid_sync_token{kDav, "valid-sync-token", 403, "RFC 6578 3.2"};
inline constexpr Row sync_traversal_supported{kDav, "sync-traversal-supported", 403, "RFC 6578 3.3"};

// RFC 4791 §1.3: a precondition that repeating will not mend is 403, one that the user can resolve is 409.
inline constexpr Row supported_calendar_data{kCaldav, "supported-calendar-data", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row valid_calendar_data{kCaldav, "valid-calendar-data", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row valid_calendar_object_resource{kCaldav, "valid-calendar-object-resource", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row supported_calendar_component{kCaldav, "supported-calendar-component", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row no_uid_conflict{kCaldav, "no-uid-conflict", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row calendar_collection_location_ok{kCaldav, "calendar-collection-location-ok", 403,
                                                     "RFC 4791 5.3.1.1"};
inline constexpr Row initialize_calendar_collection{kCaldav, "initialize-calendar-collection", 403, "RFC 4791 5.3.1.2"};
inline constexpr Row max_resource_size{kCaldav, "max-resource-size", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row min_date_time{kCaldav, "min-date-time", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row max_date_time{kCaldav, "max-date-time", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row max_instances{kCaldav, "max-instances", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row max_attendees_per_instance{kCaldav, "max-attendees-per-instance", 403, "RFC 4791 5.3.2.1"};
inline constexpr Row valid_filter{kCaldav, "valid-filter", 403, "RFC 4791 7.8"};
inline constexpr Row supported_filter{kCaldav, "supported-filter", 403, "RFC 4791 7.8"};
inline constexpr Row supported_collation{kCaldav, "supported-collation", 403, "RFC 4791 7.5.1"};
inline constexpr Row supported_rscale{kCaldav, "supported-rscale", 403, "RFC 7529 4.1"};
inline constexpr Row valid_timezone{kCaldav, "valid-timezone", 403, "RFC 7809 5.2"};

// RFC 6638
inline constexpr Row allowed_attendee_scheduling_object_change{kCaldav, "allowed-attendee-scheduling-object-change",
                                                               403, "RFC 6638 3.2.4.4"};

// RFC 8607 §3.11; RFC 4331 §6 for the room of an owner; the last is our own (RFC 4918 §16 leaves names to servers).
inline constexpr std::string_view kStafett = "urn:stafett:dav";
inline constexpr Row valid_action_parameter{kCaldav, "valid-action-parameter", 403, "RFC 8607 3.11"};
inline constexpr Row valid_rid_parameter{kCaldav, "valid-rid-parameter", 403, "RFC 8607 3.11"};
inline constexpr Row valid_managed_id_parameter{kCaldav, "valid-managed-id-parameter", 403, "RFC 8607 3.11"};
inline constexpr Row valid_managed_id{kCaldav, "valid-managed-id", 403, "RFC 8607 3.11"};
inline constexpr Row max_attachment_size{kCaldav, "max-attachment-size", 403, "RFC 8607 3.11"};
inline constexpr Row max_attachments_per_resource{kCaldav, "max-attachments-per-resource", 403, "RFC 8607 3.11"};
inline constexpr Row quota_not_exceeded{kDav, "quota-not-exceeded", 507, "RFC 4331 6"};
inline constexpr Row supported_attachment_type{kStafett, "supported-attachment-type", 403, "RFC 4918 16"};

inline constexpr std::array all{&propfind_finite_depth,
                                &cannot_modify_protected_property,
                                &no_external_entities,
                                &preserved_live_properties,
                                &supported_report,
                                &resource_must_be_null,
                                &need_privileges,
                                &number_of_matches_within_limits,
                                &valid_resourcetype,
                                &valid_sync_token,
                                &sync_traversal_supported,
                                &supported_calendar_data,
                                &valid_calendar_data,
                                &valid_calendar_object_resource,
                                &supported_calendar_component,
                                &no_uid_conflict,
                                &calendar_collection_location_ok,
                                &initialize_calendar_collection,
                                &max_resource_size,
                                &min_date_time,
                                &max_date_time,
                                &max_instances,
                                &max_attendees_per_instance,
                                &valid_filter,
                                &supported_filter,
                                &supported_collation,
                                &supported_rscale,
                                &valid_timezone,
                                &allowed_attendee_scheduling_object_change,
                                &valid_action_parameter,
                                &valid_rid_parameter,
                                &valid_managed_id_parameter,
                                &valid_managed_id,
                                &max_attachment_size,
                                &max_attachments_per_resource,
                                &quota_not_exceeded,
                                &supported_attachment_type};

}  // namespace stafett::caldav::conditions
