using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Json;

internal sealed class ThresholdJsonConverter() : QuantityJsonConverter<Threshold>(number => new Threshold(number), threshold => threshold.Value);
