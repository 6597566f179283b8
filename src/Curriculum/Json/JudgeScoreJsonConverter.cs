using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Json;

internal sealed class JudgeScoreJsonConverter() : QuantityJsonConverter<JudgeScore>(number => new JudgeScore(number), score => score.Value);
