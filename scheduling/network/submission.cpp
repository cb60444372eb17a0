#include "scheduling/network/submission.h"

#include "scheduling/network/feed_words.h"

namespace stafett::scheduling::network {
namespace {

// Octets: the record of each change is kept for good.
constexpr std::size_t kLongestTitle = 400;

std::string_view word_for(model::SubmissionWhat what, bool swedish) {
    switch (what) {
        case model::SubmissionWhat::planned:
            return swedish ? "Ny" : "New";
        case model::SubmissionWhat::moved:
            return swedish ? "Flyttad" : "Moved";
        case model::SubmissionWhat::text:
            return swedish ? "Ändrad" : "Changed";
        case model::SubmissionWhat::cancelled:
            return swedish ? "Inställd" : "Cancelled";
        case model::SubmissionWhat::revived:
            return swedish ? "Blir av igen" : "Takes place after all";
    }
    return {};
}

}  // namespace

std::string submission_summary(const SubmissionFacts& facts, Language language) {
    const bool swedish = language == Language::swedish;
    std::string text(word_for(facts.what, swedish));
    text += ": ";
    text += facts.title.empty() ? std::string(swedish ? "(utan rubrik)" : "(no title)")
                                : shortened(facts.title, kLongestTitle);
    if (facts.date) text += ", " + base::format_date(*facts.date);
    if (!facts.host.empty()) text += (swedish ? ", värd " : ", host ") + facts.host;
    if (!facts.remark.empty()) text += ". " + facts.remark;
    return text;
}

std::string_view cancelled_prefix(Language language) {
    return language == Language::swedish ? "INSTÄLLT: " : "CANCELLED: ";
}

Language language_of(std::string_view network, std::string_view association) {
    return (network.empty() ? association : network) == "en" ? Language::english : Language::swedish;
}

}  // namespace stafett::scheduling::network
