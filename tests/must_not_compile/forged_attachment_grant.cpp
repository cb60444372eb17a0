// expect: calling a private constructor of class 'stafett::caldav::access::AttachmentGrant'
#include "tests/must_not_compile/given.h"

void download(Given given) {
    const access::AttachmentGrant forged(nullptr, model::Attachment{});
    static_cast<void>(given.transaction.attachment_piece(forged, 0));
}
