#include "caldav/access/ready_answers.h"

#include <algorithm>

#include "storage/store.h"

namespace stafett::caldav::access {

std::shared_ptr<ReadyAnswers> ReadyAnswers::of(storage::Store& store, std::size_t octets) {
    auto ready = std::make_shared<ReadyAnswers>(octets);
    // Shared with the listener, which cannot be taken away.
    store.on_commit([ready](const storage::CommitNotice& notice) { ready->note(notice); });
    return ready;
}

void ReadyAnswers::note(const storage::CommitNotice& notice) {
    const base::Lock lock(mutex_);
    ++last_;
    if (notice.association || notice.accounts || notice.feeds || notice.homes) rights_ = last_;
    for (const model::CalendarId calendar : notice.calendars) calendars_[calendar.value] = last_;
}

bool ReadyAnswers::changed(const ReadyAnswer& answer, Mark since) const {
    const base::Lock lock(mutex_);
    if (rights_ > since || (answer.of_everything && last_ > since)) return true;
    for (const model::CalendarId calendar : answer.calendars)
        if (const auto touched = calendars_.find(calendar.value);
            touched != calendars_.end() && touched->second > since)
            return true;
    return false;
}

ReadyAnswerPtr ReadyAnswers::find(const std::string& key, base::Instant now) {
    const auto found = entries_.find(key);
    if (!found) return nullptr;
    const Entry& entry = **found;
    const bool of_today = now >= entry.answer->from && now < entry.answer->until;
    if (of_today && !changed(*entry.answer, entry.mark)) return entry.answer;
    entries_.erase(key);
    return nullptr;
}

ReadyAnswers::Mark ReadyAnswers::mark() const {
    const base::Lock lock(mutex_);
    return last_;
}

void ReadyAnswers::keep(const std::string& key, ReadyAnswerPtr answer, std::size_t octets, Mark mark) {
    if (changed(*answer, mark)) return;
    const std::size_t size = octets + key.size();
    entries_.put(key, std::make_shared<const Entry>(Entry{std::move(answer), mark}), size);
}

}  // namespace stafett::caldav::access
