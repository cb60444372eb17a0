// The property tests of compose and reduce, over random texts from fixed seeds. STAFETT_LONG_PROPERTIES=1 takes more.
#include <algorithm>
#include <cstdlib>

#include "scheduling/ical/edit.h"
#include "scheduling/network/compose.h"
#include "scheduling/network/reduce.h"
#include "tests/scheduling/network/texts.h"

namespace stafett::scheduling::network {
namespace {

using model::Form;

unsigned rounds() { return std::getenv("STAFETT_LONG_PROPERTIES") != nullptr ? 20'000 : 400; }

// What readers get of the author's text: no alarms.
std::string without_alarms(const std::string& text) {
    const ical::ObjectPtr object = object_of(text);
    ical::Editor editor(*object);
    for (const ical::Component* event : object->main())
        for (const ical::Component* alarm : event->children("VALARM")) editor.remove(*alarm);
    return editor.text();
}

std::string authors_part(const std::string& author, Form form) {
    return form == Form::readers ? without_alarms(author) : author;
}

template <class Check>
void for_random_texts(Check check) {
    for (unsigned seed = 1; seed <= rounds() && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomTexts random(seed);
        const std::string sent = random.text();
        SCOPED_TRACE(sent);
        const Facts f = random.facts();
        const Facts g = random.facts();
        for (const Form form : {Form::writers, Form::readers}) check(sent, f, g, form);
    }
}

TEST(ComposeAndReduce, reducing_twice_changes_nothing) {
    for_random_texts([](const std::string& sent, const Facts&, const Facts&, Form) {
        const std::string author = reduced(sent);
        EXPECT_EQ(reduced(author), author);
    });
}

TEST(ComposeAndReduce, reduce_undoes_compose_octet_for_octet) {
    for_random_texts([](const std::string& sent, const Facts& f, const Facts&, Form form) {
        const std::string author = reduced(sent);
        EXPECT_EQ(reduced(composed(author, f, form)), authors_part(author, form));
    });
}

TEST(ComposeAndReduce, what_was_composed_before_leaves_no_trace) {
    for_random_texts([](const std::string& sent, const Facts& f, const Facts& g, Form form) {
        const std::string author = reduced(sent);
        const std::string part = authors_part(author, form);
        EXPECT_EQ(composed(reduced(composed(author, f, form)), g, Form::writers), composed(part, g, Form::writers));
        EXPECT_EQ(composed(reduced(composed(author, f, form)), g, Form::readers), composed(part, g, Form::readers));
    });
}

TEST(ComposeAndReduce, composing_the_composed_text_anew_gives_the_same) {
    for_random_texts([](const std::string& sent, const Facts& f, const Facts&, Form form) {
        const std::string served = composed(reduced(sent), f, form);
        EXPECT_EQ(composed(reduced(served), f, form), served);
    });
}

TEST(ComposeAndReduce, a_client_that_rewrites_everything_keeps_the_authors_part) {
    unsigned seed = 0;
    for_random_texts([&seed](const std::string& sent, const Facts& f, const Facts&, Form form) {
        const std::string author = reduced(sent);
        const std::string back = reduced(rewritten_by_client(composed(author, f, form), ++seed));
        EXPECT_EQ(said_by(back), said_by(authors_part(author, form)));
    });
}

bool lists_hosts(const ical::Object& object) {
    if (object.master() == nullptr) return false;
    const auto contacts = object.master()->all("CONTACT");
    return std::ranges::any_of(contacts, [](const ical::Property* line) {
        return line->value.starts_with("Värdar: 2027-") || line->value.starts_with("Hosts: 2027-");
    });
}

TEST(ComposeAndReduce, random_texts_reach_what_they_are_meant_to) {
    unsigned dropped = 0;
    unsigned kept = 0;
    unsigned composed_overrides = 0;
    unsigned lists_for_readers = 0;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        RandomTexts random(seed);
        const std::string sent = random.text();
        const std::size_t before = object_of(sent)->overrides().size();
        const std::string author = reduced(sent);
        const std::size_t after = object_of(author)->overrides().size();
        dropped += static_cast<unsigned>(before - after);
        kept += static_cast<unsigned>(after);
        const std::string readers = composed(author, random.facts(), Form::readers);
        composed_overrides += static_cast<unsigned>(object_of(readers)->overrides().size() - after);
        if (lists_hosts(*object_of(readers))) ++lists_for_readers;
    }
    EXPECT_GT(dropped, 20u);
    EXPECT_GT(kept, 50u);
    EXPECT_GT(composed_overrides, 100u);
    EXPECT_GT(lists_for_readers, 0u);
}

}  // namespace
}  // namespace stafett::scheduling::network
