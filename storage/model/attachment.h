// Managed attachments (RFC 8607, model.md §9): files that objects refer to, kept once under their digest.
#pragma once

#include <cstdint>
#include <string>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/model/actor.h"
#include "storage/model/ids.h"
#include "storage/model/meeting.h"

namespace stafett::model {

using ManagedId = base::Text<struct ManagedIdTag>;  // MANAGED-ID, and a path segment: a random UUID, never reused

// What a file is to a meeting; shown by LABEL.
enum class AttachmentKind { agenda, minutes };

// Octets of one piece, as they lie in the store; the last piece of a file may be shorter.
inline constexpr std::uint64_t kAttachmentPiece = 256U << 10;

struct Attachment {
    ManagedId id;
    PrincipalId owner;  // the network or person in whose calendar it was made, and to whose account its size counts
    base::Digest digest;
    std::uint64_t size = 0;  // octets
    std::string file_name;   // UTF-8, without folders or control characters
    std::string media_type;  // "application/pdf", lower case, without parameters
    AttachmentKind kind = AttachmentKind::agenda;
    std::string origin;  // "https://host:port" of its URL
    By by;               // who attached it, and when
    friend bool operator==(const Attachment&, const Attachment&) = default;
};

// A part of an object that refers to an attachment.
struct AttachmentUse {
    OccurrenceId occurrence;  // of an override; empty: the master, or what does not recur
    ManagedId attachment;
    friend bool operator==(const AttachmentUse&, const AttachmentUse&) = default;
};

// The object that refers to one: a meeting, also when its object is deleted, or an object of a person's calendar.
struct AttachmentPlace {
    CalendarId calendar;
    Uid uid;
    friend bool operator==(const AttachmentPlace&, const AttachmentPlace&) = default;
};

// An object by its name.
struct ObjectPlace {
    CalendarId calendar;
    ObjectName name;
    friend bool operator==(const ObjectPlace&, const ObjectPlace&) = default;
};

}  // namespace stafett::model
