using Tapir.Curriculum.Planning;

namespace Tapir.Curriculum.Json;

internal sealed class HardShareJsonConverter() : QuantityJsonConverter<HardShare>(number => new HardShare(number), share => share.Value);
