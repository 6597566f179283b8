namespace Tapir.Curriculum.Selection;

/// <summary>How badly the student fits one instruction: the judge's score of the teacher's answer minus its score of the
/// student's. Range -9 to 9; positive means that the teacher answered better.</summary>
/// <remarks>The paper writes the difference the other way round while calling a high value "difficult"; taken literally that
/// would keep what the student already knows. Both raw scores stay on the record, so either reading can be recomputed.</remarks>
public readonly record struct FittingDifficulty(JudgeScore Teacher, JudgeScore Student)
{
    public double Gap => Teacher.Value - Student.Value;

    public bool IsHardAt(Threshold threshold) => Gap > threshold.Value;
}
