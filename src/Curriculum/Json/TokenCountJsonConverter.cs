using Tapir.Curriculum.Examples;

namespace Tapir.Curriculum.Json;

internal sealed class TokenCountJsonConverter() : QuantityJsonConverter<TokenCount>(number => new TokenCount(checked((long)number)), tokens => tokens.Value);
