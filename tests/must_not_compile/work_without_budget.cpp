// expect: too few arguments to function call, expected at least 5
#include "scheduling/ical/recurrence.h"

using namespace stafett::scheduling;

bool loops_over_what_a_client_stored(const ical::Object& object, const ical::ZonePtr& zone) {
    return ical::occurrences(object, {}, {}, zone).complete;
}
