#include "scheduling/network/vocabulary.h"

namespace stafett::scheduling::network {

Vocabulary vocabulary_of(std::span<const model::Municipality> municipalities,
                         std::span<const model::Network> networks) {
    Vocabulary vocabulary;
    for (const model::Municipality& one : municipalities) {
        vocabulary.municipalities.push_back(one.name);
        vocabulary.municipalities.push_back(one.short_name);
        vocabulary.municipalities.insert(vocabulary.municipalities.end(), one.past_names.begin(), one.past_names.end());
    }
    for (const model::Network& one : networks) {
        vocabulary.networks.push_back(one.name);
        vocabulary.networks.insert(vocabulary.networks.end(), one.past_names.begin(), one.past_names.end());
    }
    return vocabulary;
}

}  // namespace stafett::scheduling::network
