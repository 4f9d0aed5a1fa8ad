using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.FieldTypes;

public abstract partial class FieldType
{
    /// <summary>As <see cref="Check(Field, object)"/>, with limits that move with the calendar.</summary>
    public virtual IEnumerable<FieldError> Check(Field field, object value, DateOnly today) => Check(field, value);
}
