#include "caldav/http/condition.h"

#include "caldav/http/conditions.h"

namespace stafett::caldav::http {
namespace {

Failure translate(const storage::Error& error) {
    switch (error.fault) {
        case storage::Fault::not_found:
            return Failure(404, error.detail);
        case storage::Fault::exists:
        case storage::Fault::stale:
            return Failure(412, error.detail);
        case storage::Fault::uid_in_use:
            return Failure(conditions::no_uid_conflict, error.detail);
        case storage::Fault::quota:
            return Failure(507, error.detail);
        case storage::Fault::busy:
        case storage::Fault::unavailable:
            return Failure(503, error.detail).with_field("Retry-After", "5");
        // Damage is mended by people: a client that waits for them keeps its change and tries again.
        case storage::Fault::corrupt: {
            Failure failure = Failure(503, error.detail).with_field("Retry-After", "300");
            failure.damaged = true;
            return failure;
        }
    }
    return Failure(500, error.detail);
}

}  // namespace

Failure::Failure(const storage::Error& error) : Failure(translate(error)) {}

}  // namespace stafett::caldav::http
