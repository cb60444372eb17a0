// expect: no viable conversion from 'const access::Node'
#include "tests/must_not_compile/given.h"

void attach(Given given) {
    static_cast<void>(given.transaction.change_attachments(given.node, access::AttachmentChange{}));
}
