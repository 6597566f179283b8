using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Prompts;

/// <summary>The style that each task is answered in.</summary>
public static class AnswerStyles
{
    public static AnswerStyle For(TaskLabel task)
    {
        if (task == TaskLabels.Math || task == TaskLabels.Reasoning)
        {
            return AnswerStyle.WorkedSteps;
        }

        return task == TaskLabels.CodeGeneration || task == TaskLabels.CodeDebug ? AnswerStyle.ExplainedCode : AnswerStyle.Plain;
    }
}
